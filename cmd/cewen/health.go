package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// healthCmd asks a running serve how it is: for containers, which have no other program to do so.
type healthCmd struct {
	HTTP  string `name:"http" env:"CEWEN_HTTP" placeholder:"地址" default:"127.0.0.1:8080" help:"serve 的 --http"`
	Ops   string `name:"ops" env:"CEWEN_OPS" placeholder:"地址" help:"serve 的 --ops"`
	Ready bool   `name:"ready" help:"连数据库和 Telegram 也要通"`
}

// Run asks and prints one line; the exit code is 0 when all is well.
func (c *healthCmd) Run(p *program) error {
	address := c.HTTP
	if c.Ops != "" {
		address = c.Ops
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return usageError(fmt.Sprintf("“%s”不是地址,要写成 127.0.0.1:8080 这样", address))
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // it listens everywhere; it is asked here
	}
	path := "/healthz"
	if c.Ready {
		path = "/readyz"
	}
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+path, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return &unhealthy{address, "没有回应"}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	if err != nil || res.StatusCode != http.StatusOK {
		return &unhealthy{address, strings.TrimSpace(string(body))}
	}
	_, err = fmt.Fprintln(p.stdout, "ok")
	return err
}

// unhealthy is a service that does not answer, or says that something is wrong.
type unhealthy struct{ address, why string }

func (e *unhealthy) Error() string { return e.address + ": " + e.why }
