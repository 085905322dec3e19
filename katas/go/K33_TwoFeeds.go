package sel

// Merge brings all headlines of two agencies to the desk.
func Merge(big, small <-chan string, desk func(string)) {
	bigOpen, smallOpen := true, true
	for bigOpen || smallOpen {
		var headline string
		select { // a closed channel is always ready
		case headline, bigOpen = <-big: // missing: if !bigOpen { big = nil }
		case headline, smallOpen = <-small: // missing: if !smallOpen { small = nil }
		}
		if headline != "" {
			desk(headline)
		}
	}
}
