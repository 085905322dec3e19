package sel

// Loop makes the moves of a table, until the referee says that it is over.
func Loop(moves <-chan func(), quit <-chan struct{}) {
	for {
		move := <-moves // waits for a move only: select { case move = <-moves: case <-quit: return }
		select {
		case <-quit:
			return
		default:
		}
		move()
	}
}
