package loosethreads.libraries;

import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The event loops of Netty, behind a client that is made for one call. */
final class AwsSdk implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws IOException {
    try (LocalServer server = LocalServer.open()) {
      S3AsyncClient client = client(server);
      client.headBucket(request -> request.bucket("orders")).join();
      return client;
    }
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws IOException {
    try (LocalServer server = LocalServer.open();
        S3AsyncClient client = client(server)) {
      client.headBucket(request -> request.bucket("orders")).join();
    }
  }

  // end::closed[]

  private static S3AsyncClient client(LocalServer server) {
    return S3AsyncClient.builder()
        .endpointOverride(server.uri())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .forcePathStyle(true)
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1)))
        .build();
  }
}
