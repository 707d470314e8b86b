package web

// feeds lists a visitor's calendar addresses.
func (w *Web) feeds(r *request) error { return errNotFound }

// addFeed makes a calendar address.
func (w *Web) addFeed(r *request) error { return errNotFound }

// dropFeed deletes one.
func (w *Web) dropFeed(r *request) error { return errNotFound }

// feed is what a calendar asks for.
func (w *Web) feed(r *request) error { return errNotFound }
