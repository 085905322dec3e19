package context

import "context"

type answer struct {
	panel string
	err   error
}

// Every panel gets the context of the page. But nobody cancels it when one panel fails.
func Load(ctx context.Context, shops []string, panel func(context.Context, string) (string, error)) ([]string, error) {
	// ctx, cancel := context.WithCancel(ctx); defer cancel()
	answers := make(chan answer, len(shops))
	for _, shop := range shops {
		go func() {
			text, err := panel(ctx, shop) // makes a context of its own, below this one
			answers <- answer{text, err}
		}()
	}
	page := []string{}
	for range shops {
		a := <-answers
		if a.err != nil {
			return nil, a.err
		}
		page = append(page, a.panel)
	}
	return page, nil
}
