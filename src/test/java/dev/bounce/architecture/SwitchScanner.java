package dev.bounce.architecture;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds the switches over one of our own sealed types or enums that catch what they do not name: by
 * {@code default}, or by a pattern that matches everything. When the type gains a member, such a
 * switch goes on compiling, and no linter says so.
 */
final class SwitchScanner {
  private static final String OWN = "dev.bounce.";

  private SwitchScanner() {}

  /** What is wrong in these sources, each as {@code path:line: message}; they must compile. */
  static List<String> scan(Iterable<? extends JavaFileObject> sources, String classPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-implicit:none", "-classpath", classPath);
    JavacTask task = (JavacTask) compiler.getTask(null, null, problems, options, null, sources);
    List<String> findings = new ArrayList<>();
    try {
      Iterable<? extends CompilationUnitTree> units = task.parse();
      task.analyze();
      refuseErrors(problems);
      for (CompilationUnitTree unit : units) {
        new Scan(task, unit, findings).scan(unit, null);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return findings;
  }

  /** Without its type a selector would pass as harmless. */
  private static void refuseErrors(DiagnosticCollector<JavaFileObject> problems) {
    for (Diagnostic<? extends JavaFileObject> problem : problems.getDiagnostics()) {
      if (problem.getKind() == Diagnostic.Kind.ERROR) {
        throw new IllegalStateException("the sources do not compile: " + problem);
      }
    }
  }

  private static final class Scan extends TreePathScanner<Void, Void> {
    private final Trees trees;
    private final Types types;
    private final CompilationUnitTree unit;
    private final List<String> findings;

    Scan(JavacTask task, CompilationUnitTree unit, List<String> findings) {
      this.trees = Trees.instance(task);
      this.types = task.getTypes();
      this.unit = unit;
      this.findings = findings;
    }

    @Override
    public Void visitSwitch(SwitchTree node, Void unused) {
      examine(node.getExpression(), node.getCases());
      return super.visitSwitch(node, null);
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree node, Void unused) {
      examine(node.getExpression(), node.getCases());
      return super.visitSwitchExpression(node, null);
    }

    private void examine(ExpressionTree selector, List<? extends CaseTree> cases) {
      TypeMirror type = types.erasure(typeOf(selector));
      if (!isOwnClosedType(type)) {
        return;
      }
      for (CaseTree one : cases) {
        for (CaseLabelTree label : one.getLabels()) {
          if (catchesEverything(label, one, type)) {
            findings.add(
                "%s:%d: a switch over %s must name every case"
                    .formatted(Path.of(unit.getSourceFile().getName()), line(one), type));
          }
        }
      }
    }

    private boolean isOwnClosedType(TypeMirror type) {
      if (type.getKind() != TypeKind.DECLARED) {
        return false;
      }
      Element element = types.asElement(type);
      boolean closed =
          element.getKind() == ElementKind.ENUM || element.getModifiers().contains(Modifier.SEALED);
      return closed && type.toString().startsWith(OWN);
    }

    private boolean catchesEverything(CaseLabelTree label, CaseTree one, TypeMirror selector) {
      if (label instanceof DefaultCaseLabelTree) {
        return true;
      }
      return one.getGuard() == null
          && label instanceof PatternCaseLabelTree pattern
          && pattern.getPattern() instanceof BindingPatternTree binding
          && types.isSubtype(selector, types.erasure(typeOf(binding.getVariable())));
    }

    private TypeMirror typeOf(Tree tree) {
      return trees.getTypeMirror(TreePath.getPath(unit, tree));
    }

    private long line(Tree tree) {
      long start = trees.getSourcePositions().getStartPosition(unit, tree);
      return unit.getLineMap().getLineNumber(start);
    }
  }
}
