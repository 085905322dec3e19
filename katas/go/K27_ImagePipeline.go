package channels

// Run makes a film of pictures; each step has its own goroutine.
func Run(names []string, load, straighten func(string) string, film func(string) error) error {
	loaded, straight := make(chan string), make(chan string)
	go func() {
		defer close(loaded)
		for _, name := range names {
			loaded <- load(name)
		}
	}()
	go func() {
		defer close(straight)
		for picture := range loaded {
			straight <- straighten(picture)
		}
	}()
	for picture := range straight {
		if err := film(picture); err != nil {
			return err // both goroutines stay, each with a picture in its send
		}
	}
	return nil
}
