package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the documents say is true of the code. */
class QuickStartTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/studio.md"})
  void the_java_of_the_documents_compiles(String document) throws IOException {
    Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(document)));
    assertThat(block.find()).as("%s has some Java", document).isTrue();
    String imports =
        "import com.fasterxml.jackson.databind.ObjectMapper;\nimport dev.keylight.*;\nimport java.net.URI;\nimport java.net.http.*;\nimport java.nio.file.Path;\n";
    String source = imports + "class QuickStart {\n void run() throws Exception {\n" + block.group(1) + "\n}\n}\n";
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///QuickStart.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options = List.of("-classpath", System.getProperty("java.class.path"), "-d", folder.toString(), "-proc:none");
    assertThat(compiler.getTask(complaints, null, null, options, null, List.of(file)).call()).as(complaints.toString()).isTrue();
  }

  /** A line that calls the command, however it is indented and whatever is set before it. */
  private static final Pattern CALL = Pattern.compile("(?m)^ *(?:[A-Z_]+=\\S+ )?(?:\\./)?keylight ((?!test)[a-z][^\\n#]*)");

  @Test
  void every_command_of_the_documents_exists_with_its_options() throws IOException {
    int seen = 0;
    try (Stream<Path> documents = Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.walk(ROOT.resolve("docs")))) {
      for (Path document : documents.filter(path -> path.toString().endsWith(".md")).toList()) {
        Matcher calls = CALL.matcher(Files.readString(document));
        for (; calls.find(); seen++) {
          requireKnown(document.getFileName() + ": " + calls.group(), calls.group(1).split("\\s+"));
        }
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  private static void requireKnown(String line, String... words) {
    CommandLine command = KeylightCommand.line();
    assertThat(command.getSubcommands()).as(line).containsKey(words[0]);
    for (String word : words) {
      String name = word.replaceFirst("=.*", "");
      CommandSpec known = command.getCommandSpec();
      if (command.getSubcommands().containsKey(name)) {
        command = command.getSubcommands().get(name);
      } else if (name.startsWith("--")) {
        assertThat(known.optionsMap().containsKey(name) || known.negatedOptionsMap().containsKey(name)).as("%s knows %s", line, name).isTrue();
      }
    }
  }
}
