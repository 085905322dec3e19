package loosethreads.libraries;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.TimeUnit;

/** A channel that is closed does not end the event loop that served it. */
final class Netty implements Library {
  private static Channel serve(EventLoopGroup group) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {}
            })
        .bind("127.0.0.1", 0)
        .syncUninterruptibly()
        .channel();
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    serve(group).close().syncUninterruptibly();
    return group;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    serve(group);
    group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }
  // end::closed[]
}
