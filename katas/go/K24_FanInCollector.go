package channels

// Collect writes what is read out in all calls to one board.
func Collect(calls <-chan (<-chan string), board func(string)) {
	results := make(chan string)
	go func() {
		for result := range results { // until results is closed, and nobody closes it
			board(result)
		}
	}()
	for call := range calls {
		go func() {
			for result := range call {
				results <- result
			}
			// close(results) here? Then the next sender panics.
		}()
	}
	// wg.Add(1) before each go, defer wg.Done() in it,
	// and here: go func() { wg.Wait(); close(results) }()
}
