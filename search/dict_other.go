//go:build !linux

package search

// serve puts content where the library can read it by a path.
func serve(content []byte) (path string, discard func(), err error) {
	return serveFile(content)
}
