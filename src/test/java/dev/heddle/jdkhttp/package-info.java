/** The provider of com.sun.net.httpserver, with the JDK's own as an oracle where both must agree. */
package dev.heddle.jdkhttp;
