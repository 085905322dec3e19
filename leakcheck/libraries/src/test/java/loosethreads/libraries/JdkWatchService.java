package loosethreads.libraries;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;

final class JdkWatchService implements Library {
  private static void watch(WatchService service) throws IOException {
    Path.of("").toAbsolutePath().register(service, StandardWatchEventKinds.ENTRY_MODIFY);
    service.poll();
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws IOException {
    WatchService service = FileSystems.getDefault().newWatchService();
    watch(service);
    return service;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws IOException {
    try (WatchService service = FileSystems.getDefault().newWatchService()) {
      watch(service);
    }
  }
  // end::closed[]
}
