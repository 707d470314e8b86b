package web

// board shows how everything stands.
func (w *Web) board(r *request) error { return errNotFound }

// unit shows all tasks of a unit.
func (w *Web) unit(r *request) error { return errNotFound }

// exportTable is the table to take away.
func (w *Web) exportTable(r *request) error { return errNotFound }

// exportCalendar is the calendar to take away.
func (w *Web) exportCalendar(r *request) error { return errNotFound }
