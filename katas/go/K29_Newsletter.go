package channels

// Newsletter sends each issue to all of its readers.
type Newsletter struct{ readers []chan string }

// Subscribe starts a postman for an inbox.
func (n *Newsletter) Subscribe(inbox func(string)) {
	mailbox := make(chan string, 8)
	n.readers = append(n.readers, mailbox)
	go func() {
		for issue := range mailbox { // until somebody closes the mailbox
			inbox(issue)
		}
	}()
}

// Publish waits for readers whose mailbox is full, also for those who are gone.
func (n *Newsletter) Publish(issue string) {
	for _, mailbox := range n.readers {
		mailbox <- issue
	}
}

// Close, and a way to unsubscribe, are what is missing.
