package loosethreads.libraries;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

final class Hikari implements Library {
  private static HikariDataSource pool() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:h2:mem:orders");
    pool.setMaximumPoolSize(1);
    return pool;
  }

  private static void query(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.createStatement().execute("select 1");
    }
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws SQLException {
    HikariDataSource pool = pool();
    query(pool);
    return pool;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws SQLException {
    try (HikariDataSource pool = pool()) {
      query(pool);
    }
  }
  // end::closed[]
}
