package web

// plans lists the plans.
func (w *Web) plans(r *request) error { return errNotFound }

// plan shows a plan's whole text.
func (w *Web) plan(r *request) error { return errNotFound }
