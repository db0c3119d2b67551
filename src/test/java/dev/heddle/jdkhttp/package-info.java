/** The provider of com.sun.net.httpserver, with the JDK's as an oracle where both have to agree. */
package dev.heddle.jdkhttp;
