package context

import "sync"

// Four workers range over the queries. The queries are all answered, and the report is complete.
// But nobody tells the workers that there will be no more queries.
func Report(queries []func() string) []string {
	report := make([]string, len(queries))
	jobs := make(chan int) // defer close(jobs)
	var written sync.WaitGroup
	written.Add(len(queries))
	for range 4 {
		go func() {
			for i := range jobs {
				report[i] = queries[i]()
				written.Done()
			}
		}()
	}
	for i := range queries {
		jobs <- i
	}
	written.Wait()
	return report
}
