package sel

// Publish sends one status after the other, until it is over.
func Publish(over <-chan struct{}, machine func() string) <-chan string {
	statuses := make(chan string)
	go func() {
		defer close(statuses)
		for {
			select {
			case <-over:
				return
			default:
			}
			// This waits as well, and does not listen to over while it does:
			// select { case statuses <- s: case <-over: return }
			statuses <- machine()
		}
	}()
	return statuses
}
