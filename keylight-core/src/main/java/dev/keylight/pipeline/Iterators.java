package dev.keylight.pipeline;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Lazy views of iterators, without the buffering that streams do. */
final class Iterators {
  private Iterators() {}

  /** Each item changed as it is taken. */
  static <A, B> Iterator<B> map(Iterator<? extends A> source, Function<? super A, ? extends B> change) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return source.hasNext();
      }

      @Override
      public B next() {
        return change.apply(source.next());
      }
    };
  }

  /** The listed items, then those of the other. */
  static <T> Iterator<T> concat(List<? extends T> first, Iterator<? extends T> then) {
    Iterator<? extends T> head = first.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return head.hasNext() || then.hasNext();
      }

      @Override
      public T next() {
        return head.hasNext() ? head.next() : then.next();
      }
    };
  }
}
