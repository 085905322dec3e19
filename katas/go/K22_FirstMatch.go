package channels

// Find returns the first page that the reader says yes to.
func Find(fetch func(n int) (string, bool), read func(page string) bool) (string, bool) {
	pages := make(chan string)
	go func() {
		defer close(pages)
		for n := 1; ; n++ {
			page, ok := fetch(n)
			if !ok {
				return
			}
			pages <- page // with whom, once Find has returned?
		}
	}()
	for page := range pages {
		if read(page) {
			return page, true // the goroutine is left alone with the next page
		}
	}
	return "", false
}
