package loosethreads.libraries;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

final class Kafka implements Library {
  private static KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", "127.0.0.1:9"), new StringSerializer(), new StringSerializer());
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    KafkaProducer<String, String> producer = producer();
    producer.flush();
    return producer;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.flush();
    }
  }
  // end::closed[]
}
