package channels

import "sync"

// The workers range over a channel that nobody closes: they wait for one more line, for ever.
func Ship(log []string, workers int, archive func(string)) {
	lines := make(chan string, 16)
	var answered sync.WaitGroup
	answered.Add(len(log))
	for i := 0; i < workers; i++ {
		go func() {
			for line := range lines {
				archive(line)
				answered.Done()
			}
		}()
	}
	for _, line := range log {
		lines <- line
	}
	// close(lines): only here does anybody know that this was the last line
	answered.Wait()
}
