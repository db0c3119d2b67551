GET / HTTP/1.1
Host: a

GET / HTVP/1.1
