package locks

import "sync"

// Start stores the parts side by side, and publishes when all of them are in.
func Start(parts []string, store func(string) error, publish func()) <-chan error {
	result := make(chan error, len(parts)+1)
	var missing sync.WaitGroup
	missing.Add(len(parts))
	for _, part := range parts {
		go func() {
			if err := store(part); err != nil {
				result <- err
				return // without missing.Done()
			}
			missing.Done()
		}()
	}
	go func() {
		missing.Wait() // for ever, if one part failed
		publish()
		result <- nil
	}()
	return result
}
