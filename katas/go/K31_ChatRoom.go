package sel

// Two ways to get work, and no way out: neither for the host nor for those who talk to it.
type Room struct {
	doorbell chan func(string)
	messages chan string
	over     chan struct{} // closed by Close, and nobody listens
}

func (r *Room) host() {
	var guests []func(string)
	for {
		select { // case <-r.over: return
		case guest := <-r.doorbell:
			guests = append(guests, guest)
		case message := <-r.messages:
			for _, tell := range guests {
				tell(message)
			}
		}
	}
}

func (r *Room) Say(message string) { r.messages <- message } // a select with <-r.over, too

func (r *Room) Close() { close(r.over) }
