/** The words of HTTP: what a handler sees and says. Nothing here knows how it is framed. */
package dev.heddle.http;
