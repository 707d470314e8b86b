package main

import (
	"fmt"

	"cewen/store"
)

// backupCmd copies a database that may be in use.
type backupCmd struct {
	DB   string `name:"db" env:"CEWEN_DB" placeholder:"文件" default:"cewen.db" help:"要备份的数据库文件"`
	File string `arg:"" name:"文件" help:"备份写到这里;不能已经存在"`
}

// Run makes the copy.
func (c *backupCmd) Run(p *program) error {
	if store.IsAddress(c.DB) {
		return usageError("PostgreSQL 用它自己的 pg_dump 备份")
	}
	if err := store.Backup(p.ctx, c.DB, c.File); err != nil {
		return &storeError{c.DB, err}
	}
	_, err := fmt.Fprintf(p.stdout, "已备份到 %s\n", c.File)
	return err
}
