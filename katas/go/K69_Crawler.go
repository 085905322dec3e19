package wild

import (
	"log"
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/goroutine, grouped by stack
)

// Serve runs a crawler, and lets this machine look at its goroutines.
func Serve(crawl func(site string), sites <-chan string) {
	go func() { log.Println(http.ListenAndServe("localhost:6060", nil)) }()
	for site := range sites {
		go crawl(site)
	}
}

// curl 'localhost:6060/debug/pprof/goroutine?debug=1'
