package dev.keylight.studio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.KeylightException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database's migrations: run once, kept, and never backwards. */
class DatabaseTest {
  @TempDir Path folder;

  @Test
  void a_new_database_is_brought_up_to_date_and_an_old_one_keeps_what_it_has() {
    Path file = folder.resolve("studio.db");
    int version;
    try (Database database = new Database(file)) {
      version = database.query("PRAGMA user_version", row -> row.getInt(1)).get(0);
      assertThat(version).isPositive();
      database.update("INSERT INTO job (id, client, spec, state, created_at) VALUES ('a', 'me', '{}', 'QUEUED', 1)");
    }
    try (Database again = new Database(file)) {
      assertThat(again.query("PRAGMA user_version", row -> row.getInt(1))).containsExactly(version);
      assertThat(again.query("SELECT id FROM job", row -> row.getString(1))).containsExactly("a");
    }
  }

  @Test
  void a_database_of_a_newer_version_is_left_alone() {
    Path file = folder.resolve("studio.db");
    try (Database database = new Database(file)) {
      database.update("PRAGMA user_version = 999");
    }
    assertThatThrownBy(() -> new Database(file)).isInstanceOf(KeylightException.class).hasMessageContaining("newer Keylight");
  }
}
