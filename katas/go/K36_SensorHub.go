package sel

// Watch shows what comes in, alarms first, until it is over.
func Watch(over <-chan struct{}, alarms, readings <-chan string, show func(string)) {
	for {
		select { // Go has no order among clauses. Who wants one writes a select for each rank.
		case alarm := <-alarms:
			show(alarm)
			continue // and so, while there are alarms, nothing below is looked at
		default:
		}
		select {
		case alarm := <-alarms:
			show(alarm)
		case reading := <-readings:
			show(reading)
		case <-over: // drawn by lot among the ready ones: late, but it is drawn
			return
		}
	}
}
