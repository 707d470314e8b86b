package bottest

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strconv"
)

type wireAnswer struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	ErrorCode   int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

func (a answer) body() (content string, kind string) {
	if a.html != "" {
		return a.html, "text/html"
	}
	w := wireAnswer{OK: a.status == http.StatusOK, Description: a.description, Parameters: a.parameters}
	if w.OK {
		w.Result = a.result
	} else {
		w.ErrorCode = a.status
	}
	return string(encode(w)), "application/json"
}

// writeAnswer replies, and tells whether the reply went out.
func writeAnswer(w http.ResponseWriter, r *http.Request, a answer) bool {
	if r.Context().Err() != nil || a.status == 0 {
		return hangUp(w)
	}
	content, kind := a.body()
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if a.parameters != nil && a.parameters.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(a.parameters.RetryAfter))
	}
	w.WriteHeader(a.status)
	if _, err := w.Write([]byte(content)); err != nil {
		return false
	}
	return http.NewResponseController(w).Flush() == nil
}

// hijack takes the connection over, or returns nil when it is gone already.
func hijack(w http.ResponseWriter) (net.Conn, *bufio.ReadWriter) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, nil
	}
	return conn, buffer
}

// hangUp closes the connection. It is false, as a reply has not gone out.
func hangUp(w http.ResponseWriter) bool {
	if conn, _ := hijack(w); conn != nil {
		_ = conn.Close()
	}
	return false
}

func reset(w http.ResponseWriter) bool {
	conn, _ := hijack(w)
	if conn == nil {
		return false
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // pending data is thrown away, and the peer gets a RST
	}
	_ = conn.Close()
	return false
}

// hang waits for the client to give up; closing the server ends the request's context too.
func hang(w http.ResponseWriter, r *http.Request, _ answer) bool {
	<-r.Context().Done()
	return hangUp(w)
}

func writeHalf(w http.ResponseWriter, _ *http.Request, a answer) bool {
	conn, buffer := hijack(w)
	if conn == nil {
		return false
	}
	content, kind := a.body()
	_, _ = fmt.Fprintf(buffer, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", a.status, http.StatusText(a.status), kind, len(content), content[:len(content)/2])
	_ = buffer.Flush()
	_ = conn.Close()
	return false
}
