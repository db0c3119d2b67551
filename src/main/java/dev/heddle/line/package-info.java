/** The smallest complete protocol: a line in, a line out. Read it first. */
package dev.heddle.line;
