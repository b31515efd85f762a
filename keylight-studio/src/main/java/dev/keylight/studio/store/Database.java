package dev.keylight.studio.store;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The studio's database. One connection, one statement at a time: SQLite takes one writer anyway, and every statement here
 * is short.
 */
public final class Database implements AutoCloseable {
  private static final String MIGRATION = "/dev/keylight/studio/migrations/%03d.sql";
  private final Connection connection;

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Opens or makes the database and brings its tables up to date.
   *
   * @throws KeylightException when it cannot be opened or was made by a newer version
   */
  public Database(Path file) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA foreign_keys = ON");
        statement.execute("PRAGMA busy_timeout = 5000");
      }
      migrate(file);
    } catch (SQLException e) {
      throw new KeylightException("the studio's database " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private void migrate(Path file) throws SQLException {
    int version = query("PRAGMA user_version", row -> row.getInt(1)).get(0);
    if (version > 0 && migration(version) == null) {
      throw new KeylightException(file + " was made by a newer Keylight; use that, or another --data folder");
    }
    int next = version + 1;
    for (String sql = migration(next); sql != null; sql = migration(++next)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // No statement of ours holds a semicolon of its own.
        for (String part : sql.replaceAll("(?m)^--.*$", "").split(";")) {
          if (!part.isBlank()) {
            statement.execute(part);
          }
        }
        statement.execute("PRAGMA user_version = " + next);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static String migration(int number) {
    try (InputStream in = Database.class.getResourceAsStream(String.format(MIGRATION, number))) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeylightException("migration " + number + " cannot be read; reinstall Keylight", e);
    }
  }

  /** Runs a statement that changes something; returns how many rows it changed. */
  public synchronized int update(String sql, Object... values) {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new KeylightException("the studio's database refused to be written: " + e.getMessage(), e);
    }
  }

  /** Reads all rows. */
  public synchronized <T> List<T> query(String sql, Row<T> reader, Object... values) {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new KeylightException("the studio's database refused to be read: " + e.getMessage(), e);
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new KeylightException("the studio's database did not close: " + e.getMessage(), e);
    }
  }
}
