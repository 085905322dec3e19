package sel

import "time"

// Talk sends messages over the line, and a heartbeat whenever there was none for a while.
func Talk(messages <-chan string, over <-chan struct{}, silence time.Duration, line func(string)) {
	for {
		select {
		case <-over:
			return
		case message := <-messages:
			line(message)
		// A new timer each round. Until Go 1.23 each of them stayed until its time was up;
		// stop it yourself: t := time.NewTimer(silence), and t.Stop() when a message came first.
		case <-time.After(silence):
			line("I am still here.")
		}
	}
}
