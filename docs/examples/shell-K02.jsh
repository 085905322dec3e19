var counter = new K02_HitCounter();
for (int i = 0; i < 25; i++) counter.hit("/home", new CompletableFuture<>());
Thread.sleep(500)
threads()
leaks()
for (int i = 0; i < 75; i++) counter.hit("/home", new CompletableFuture<>());
Thread.sleep(500)
threads()
chart()
