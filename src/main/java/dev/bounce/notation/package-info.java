/**
 * Text in other notations, read as values of the language: JSON, YAML, INI files and feature models
 * in UVL. Reads text and nothing else; what is read is data and never code.
 */
@NullMarked
package dev.bounce.notation;

import org.jspecify.annotations.NullMarked;
