package loosethreads.libraries;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

final class Jetty implements Library {
  private static Server server() {
    Server server = new Server(new QueuedThreadPool(8, 8));
    server.addConnector(new ServerConnector(server, 1, 1));
    return server;
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws Exception {
    Server server = server();
    server.start();
    return server::stop;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws Exception {
    Server server = server();
    server.start();
    server.stop();
  }
  // end::closed[]
}
