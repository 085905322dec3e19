module loosethreads/benchmarks

go 1.19
