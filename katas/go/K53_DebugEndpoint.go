package monitor

import (
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/goroutine?debug=1, among others
)

// Debug serves what the goroutines do.
func Debug() *http.Server {
	server := &http.Server{Addr: ":6060"} // on every address of the machine
	go server.ListenAndServe()            // under every name that means one of them
	return server
}

// Better: Addr: "127.0.0.1:6060", a handler in front that looks at r.Host, and
// server.Close() by whoever called Debug.
