// The words of a runbook. What needs to see both sides of a token, or the whole file, is Layout's.
lexer grammar RunbookLexer;

options { superClass = LexerBase; }          // popMode that never fails; a newline ends a "string"
channels { COMMENTS }

// Layout gives these: '(' and '[' that touch what they call or index, and the '-' that subtracts.
tokens { CALL, INDEX, MINUS }

// Structural words count only where a statement, or a part of one, may begin; else they are names.
// Layout and the highlighter rely on RUNBOOK being the first of them and TEST the last.
RUNBOOK : 'runbook';  VERSION : 'version';  REQUIRES : 'requires';  USE : 'use';  AS : 'as';
PARAM : 'param';  SERVICE : 'service';  GROUP : 'group';  HOST : 'host';  DEFAULT : 'default';
DEFINE : 'define';  LET : 'let';  FOR : 'for';  IN : 'in';  TRY : 'try';  ON : 'on';
FINALLY : 'finally';  ELSE : 'else';  THEN : 'then';  TEST : 'test';

// Reserved everywhere; IF is the first of them and FALSE the last.
IF : 'if';  UNLESS : 'unless';  AND : 'and';  OR : 'or';  NOT : 'not';  IS : 'is';
MATCHES : 'matches';  TRUE : 'true';  FALSE : 'false';

NAME : [A-Za-z_] [A-Za-z0-9_]* ([-@] [A-Za-z0-9_]+)* ;      // kebab-case; worker@1

DURATION : ([0-9]+ ('ms' | 's' | 'm' | 'h' | 'd'))+ ;
PERCENT : [0-9]+ ('.' [0-9]+)? '%' ;
INT : [0-9]+ ;
BAD_NUMBER : [0-9]+ ('.' [0-9A-Za-z_]+ | [A-Za-z_] [0-9A-Za-z_]*)+ '%'? ;

OPEN : '"' -> pushMode(STRING) ;
OPEN3 : '"""' -> pushMode(STRING3) ;
RAW : '\'' ~['\r\n]* '\'' | '\'\'\'' .*? '\'\'\'' ;
BAD_RAW : '\'' ~['\r\n]* | '\'\'\'' (~['] | '\'' ~['] | '\'\'' ~['])* ;   // not closed

LPAREN : '(';  RPAREN : ')';  LBRACK : '[';  RBRACK : ']';  LBRACE : '{';
RBRACE : '}' -> popMode ;                    // ends an interpolation; with none open it only is a brace
DOT : '.';  COMMA : ',';  COLON : ':';  SEMI : ';';
EQ : '==';  NE : '!=';  LE : '<=';  GE : '>=';  LT : '<';  GT : '>';  ASSIGN : '=';
PLUS : '+';  NEG : '-';  STAR : '*';  SLASH : '/';  ORELSE : '??';

// What other languages write; Layout says so, and what to write instead.
FOREIGN : '&&' | '||' | '!' | '===' | '=>' | '->' | '//' | '/*' | '*/' | ':=' | '+=' | '-=' ;

NL : '\r'? '\n' ;
CONTINUE : '\\' [ \t]* '\r'? '\n' -> channel(HIDDEN) ;
SPACE : [ \t\uFEFF]+ -> skip ;
COMMENT : '#' ~[\r\n]* -> channel(COMMENTS) ;
BAD : . ;

mode STRING;
CLOSE : '"' -> popMode ;
BEGIN : '${' -> pushMode(DEFAULT_MODE) ;
ESCAPE : '\\' ('u' HEX HEX HEX HEX | ~[\r\n]) ;
TEXT : ~["\\$\r\n]+ | '$' | '\\' | '\r' ;
STRING_NL : '\r'? '\n' -> type(NL) ;         // LexerBase leaves the string here, Layout closes it

mode STRING3;
CLOSE3 : '"""' -> type(CLOSE), popMode ;
BEGIN3 : '${' -> type(BEGIN), pushMode(DEFAULT_MODE) ;
ESCAPE3 : '\\' ('u' HEX HEX HEX HEX | .) -> type(ESCAPE) ;
TEXT3 : (~["\\$]+ | '$' | '"' | '\\') -> type(TEXT) ;

fragment HEX : [0-9A-Fa-f] ;
