package channels

// Farm resizes photos with several workers; an empty name says that there are no more.
func Farm(workers int, photos chan string, resize func(string)) {
	for range workers {
		go func() {
			for photo := range photos {
				if photo == "" {
					return // takes the pill with it, and the other workers wait on
				}
				resize(photo)
			}
		}()
	}
}

// In Go nobody needs a pill: close(photos) ends every range.
