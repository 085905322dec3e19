package wild

// Work serves requests, one after another, for weeks.
func Work(requests <-chan Request) {
	var tenant *Tenant // lives as long as the worker
	for r := range requests {
		if r.Tenant != nil {
			tenant = r.Tenant // and stays until the next one comes
		}
		r.Serve(tenant) // also for a request of no tenant
	}
}

// Request is for a tenant, or for nobody: the page to sign in.
type Request struct {
	Tenant *Tenant
	Serve  func(*Tenant)
}

// Tenant is a company, with prices that may be heavy.
type Tenant struct {
	Name   string
	Prices []byte
}
