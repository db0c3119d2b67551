/** HTTP as a handler sees it: requests, responses, headers and bodies, independent of their framing on the wire. */
package dev.heddle.http;
