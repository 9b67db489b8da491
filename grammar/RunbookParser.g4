// The sentences of a runbook. Verbs are no keywords: every `VERB TERM…` is a command.
// Unambiguous, and SLL suffices: a test asserts both over the examples.
parser grammar RunbookParser;

options { tokenVocab = RunbookLexer; superClass = ParserBase; }

file : lines EOF ;

// An error is an error of its line alone; see ParserBase.
lines : line? ((NL | SEMI) line?)* ;
line @init { lineStarts(); } : statement { lineEnds(); } ;
  catch [RecognitionException exception] { recoverLine(_localctx, exception); }
  catch [LineFailure failure] { recoverLine(_localctx, null); }
block : LBRACE lines RBRACE ;

statement
  : RUNBOOK string (VERSION string)?                                          # header
  | REQUIRES term+                                                            # requirement
  | USE (name | string) (AS name)?                                            # use
  | PARAM name COLON type (ASSIGN value)?                                     # parameterDeclaration
  | SERVICE name properties                                                   # serviceDeclaration
  | HOST name properties                                                      # hostDeclaration
  | GROUP name ASSIGN term                                                    # groupDeclaration
  | DEFAULT property                                                          # defaultDeclaration
  | DEFINE name opening parameters? RPAREN (COLON type)? (block | ASSIGN value)  # definition
  | LET name (COLON type)? ASSIGN value                                       # binding
  | TEST string block                                                         # testCase
  | choiceBranch (ELSE choiceBranch)* (ELSE block)?                           # choice
  | FOR name IN expr block                                                    # loop
  | TRY block handler* (FINALLY block)?                                       # attempt
  | ON expr block                                                             # onBlock
  | FINALLY block                                                             # cleanup
  | verb term* block? condition?                                              # command
  ;

choiceBranch : IF expr block ;
handler : ON name block ;
condition : (IF | UNLESS) expr ;
verb : NAME (DOT word)* ;
term : expr (COMMA expr)* ;

properties : LBRACE propertyLine? ((NL | SEMI) propertyLine?)* RBRACE ;
propertyLine @init { lineStarts(); } : property { lineEnds(); } ;
  catch [RecognitionException exception] { recoverLine(_localctx, exception); }
  catch [LineFailure failure] { recoverLine(_localctx, null); }
property : name term* block? ;

opening : LPAREN | CALL ;
parameters : parameter (COMMA parameter)* COMMA? ;
parameter : name name? (COLON type)? (ASSIGN value)? ;      // [label] name
type : name (CALL type (COMMA type)* RPAREN)? ;

value : alternative* expr ;                                 // a chain that does not recurse
alternative : IF expr THEN value ELSE ;

expr
  : primary                                                   # operand
  | NEG expr                                                  # sign
  | expr (STAR | SLASH) expr                                  # product
  | expr (PLUS | MINUS) expr                                  # sum
  | expr ORELSE expr                                          # orElse
  | expr (EQ | NE | LT | LE | GT | GE | MATCHES) expr         # comparison
  | expr IS NOT? name                                         # state
  | NOT expr                                                  # negation
  | expr AND expr                                             # conjunction
  | expr OR expr                                              # disjunction
  ;

primary : atom suffix* ;
suffix
  : CALL (argument (COMMA argument)* COMMA?)? RPAREN          # call
  | INDEX value RBRACK                                        # index
  | DOT word                                                  # attribute
  ;

atom
  : name                                                      # reference
  | INT                                                       # integer
  | PERCENT                                                   # percent
  | DURATION                                                  # duration
  | BAD_NUMBER                                                # badNumber
  | (TRUE | FALSE)                                            # truth
  | string                                                    # text
  | LPAREN value RPAREN                                       # parenthesised
  | LBRACK COLON RBRACK                                       # emptyMap
  | LBRACK RBRACK                                             # emptyList
  | LBRACK element (selection | (COMMA element)* COMMA?) RBRACK   # elements
  ;

selection : FOR name IN expr (IF expr)? ;

argument : value (COLON value)? ;                 // name: value
element : value (COLON value)? ;                  // all or none with a colon: a map or a list

string : RAW | (OPEN | OPEN3) (TEXT | ESCAPE | interpolation)* CLOSE ;
interpolation : BEGIN value RBRACE ;

word : name | IF | UNLESS | AND | OR | NOT | IS | MATCHES | TRUE | FALSE ;
name : NAME | RUNBOOK | VERSION | REQUIRES | USE | AS | PARAM | SERVICE | GROUP | HOST | DEFAULT | DEFINE
     | LET | FOR | IN | TRY | ON | FINALLY | ELSE | THEN | TEST ;
