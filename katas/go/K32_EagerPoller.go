package sel

import "sync/atomic"

// EagerPoller prints labels until it is closed.
type EagerPoller struct{ closed atomic.Bool }

// Poll looks for labels.
func (p *EagerPoller) Poll(labels <-chan string, print func(string)) {
	for !p.closed.Load() {
		select {
		case label := <-labels:
			print(label)
		default: // nothing to print: look again, and again, and again
		}
	}
}

// Close ends the poller.
func (p *EagerPoller) Close() { p.closed.Store(true) }
