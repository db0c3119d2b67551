/** The smallest complete protocol: each line gets a line as its reply. Read it first. */
package dev.heddle.line;
