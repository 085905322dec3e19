package channels

// Lines gives the lines of a source, a few read ahead.
func Lines(readLine func() (string, bool)) <-chan string {
	lines := make(chan string, 16)
	go func() {
		defer close(lines)
		for line, ok := readLine(); ok; line, ok = readLine() {
			lines <- line // the caller breaks out of its range, and this waits
		}
	}()
	return lines
}

// With Lines(ctx, ...) and select { case lines <- line: case <-ctx.Done(): return }
// the caller can say that it wants no more.
