package loosethreads.libraries;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** The pools of gRPC are shared by all channels, and end one second after the last of these. */
final class Grpc implements Library {
  private static final MethodDescriptor<String, String> ORDER =
      MethodDescriptor.newBuilder(new NoText(), new NoText())
          .setType(MethodType.UNARY)
          .setFullMethodName("shop/order")
          .build();

  /** Nobody listens on port 9. The channel has its threads all the same. */
  private static void call(ManagedChannel channel) {
    try {
      ClientCalls.blockingUnaryCall(channel, ORDER, CallOptions.DEFAULT, "");
    } catch (StatusRuntimeException e) {
      // UNAVAILABLE
    }
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", 9).usePlaintext().build();
    call(channel);
    return channel::shutdownNow;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws InterruptedException {
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", 9).usePlaintext().build();
    call(channel);
    channel.shutdown().awaitTermination(10, TimeUnit.SECONDS);
  }

  // end::closed[]

  private static final class NoText implements Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return InputStream.nullInputStream();
    }

    @Override
    public String parse(InputStream stream) {
      return "";
    }
  }
}
