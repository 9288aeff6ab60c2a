// Package httpclient is the native module _http_client: HTTP requests by Go's net/http, for the bundled packages requests
// and aiohttp. It knows neither redirects nor cookies, which these handle each in its own way.
package httpclient

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"ouro/internal/object"
	"ouro/internal/stdlib/ssl"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

var none = object.None

// Module is _http_client.
var Module = object.ModuleDef{
	Name:  "_http_client",
	Doc:   "HTTP requests over connections that are kept.",
	Types: []*object.Type{ClientType, ResponseType, JobType, ErrorType},
}

// Client keeps connections.
type Client struct {
	object.Header
	transport *http.Transport
}

// Response is an answer whose body is yet to be read.
type Response struct {
	object.Header
	r      *http.Response
	cancel context.CancelFunc
	mu     sync.Mutex // one read at a time
}

// Job is a call in the background.
type Job struct {
	object.Header
	cancel context.CancelFunc
}

var (
	clientLayout   = object.NewLayout[Client]()
	ClientType     = object.NewType("Client", object.ObjectType, clientLayout)
	responseLayout = object.NewLayout[Response]()
	ResponseType   = object.NewType("Response", object.ObjectType, responseLayout)
	jobLayout      = object.NewLayout[Job]()
	JobType        = object.NewType("Job", object.ObjectType, jobLayout)

	// ErrorType is raised with a kind ("timeout", "connect", "tls", "url", "protocol", "cancelled"), a text and, for
	// what the system refused, an OSError or None.
	ErrorType = object.NewType("Error", object.ExceptionType, object.BaseExceptionType.Layout())
)

func newClient(th *Thread, a []Value) (Value, error) {
	verify, err := object.Truth(th, a[1])
	if err != nil {
		return Value{}, err
	}
	env, err := object.Truth(th, a[3])
	if err != nil {
		return Value{}, err
	}
	limit, err := object.AsIndex(th, a[4])
	if err != nil {
		return Value{}, err
	}
	t := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Minute}).DialContext,
		MaxIdleConnsPerHost: 100,
		MaxConnsPerHost:     max(limit, 0),
		IdleConnTimeout:     90 * time.Second,
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: !verify},
	}
	if env {
		t.Proxy = http.ProxyFromEnvironment
	}
	// What is trusted: a file of certificates or an SSLContext, with all its settings.
	if x, ok := ssl.AsContext(a[2]); ok {
		t.TLSClientConfig = x.ClientConfig(th)
	} else if s, ok := object.AsStr(a[2]); ok {
		pem, err := os.ReadFile(s.S)
		if err != nil {
			return Value{}, object.AsExc(err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return Value{}, newError("tls", "no certificates in "+s.S, none)
		}
		t.TLSClientConfig.RootCAs = pool
	}
	cls, _ := object.AsType(a[0])
	c := object.NewObject[Client](th, cls)
	c.transport = t
	return object.Of(&c.Header), nil
}

func newError(kind, text string, cause Value) error {
	return object.NewExc(ErrorType, object.StrValue(kind), object.StrValue(text), cause)
}

// failure is the one place where net/http's errors become exceptions.
func failure(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	var timeout interface{ Timeout() bool }
	var op *net.OpError
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var refused *ssl.VerifyError
	switch {
	case errors.Is(err, context.Canceled):
		return newError("cancelled", "cancelled", none)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		if errors.As(err, &op) && op.Op == "dial" {
			return newError("connect timeout", err.Error(), none)
		}
		return newError("timeout", err.Error(), none)
	case errors.As(err, &dns):
		return newError("dns", "Name or service not known", none)
	case errors.As(err, &verify), errors.As(err, &refused), errors.As(err, &record):
		return newError("tls", err.Error(), none)
	case errors.As(err, &op) && op.Op == "dial":
		return newError("connect", err.Error(), object.AsExc(err).Value())
	case errors.As(err, &op):
		return newError("connection", err.Error(), object.AsExc(err).Value())
	case errors.Is(err, io.EOF):
		return newError("connection", "Server disconnected", none)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return newError("body", "Response payload is not completed", none)
	case ue != nil && ue.Op == "parse":
		return newError("url", err.Error(), none)
	}
	return newError("protocol", err.Error(), none)
}

// makeRequest reads the arguments method, url, headers, body.
func makeRequest(th *Thread, a []Value) (*http.Request, context.CancelFunc, error) {
	method, ok1 := object.AsStr(a[0])
	target, ok2 := object.AsStr(a[1])
	if !ok1 || !ok2 {
		return nil, nil, object.TypeErrorf("method and url must be str")
	}
	var body []byte
	if !a[3].IsNone() {
		b, err := object.CopyBytes(th, a[3])
		if err != nil {
			return nil, nil, err
		}
		body = b
	}
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, method.S, target.S, nil)
	if err != nil {
		cancel()
		return nil, nil, newError("url", err.Error(), none)
	}
	if req.URL.Host == "" || req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		cancel()
		return nil, nil, newError("url", "unsupported URL "+target.S, none)
	}
	if !a[3].IsNone() {
		req.Body = io.NopCloser(bytes.NewReader(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.ContentLength = int64(len(body))
		if len(body) == 0 {
			req.Body = http.NoBody
		}
	}
	err = object.Each(th, a[2], func(item Value) (bool, error) {
		t, ok := object.AsTuple(item)
		if !ok || len(t.Items) != 2 {
			return true, object.TypeErrorf("headers must be pairs")
		}
		k, ok1 := object.AsStr(t.Items[0])
		v, ok2 := object.AsStr(t.Items[1])
		if !ok1 || !ok2 {
			return true, object.TypeErrorf("header names and values must be str")
		}
		switch http.CanonicalHeaderKey(k.S) {
		case "Host":
			req.Host = v.S
		case "Content-Length", "Transfer-Encoding":
		default:
			req.Header[k.S] = append(req.Header[k.S], v.S)
		}
		return false, nil
	})
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return req, cancel, nil
}

// send sends the request; the time until the answer's headers are there is limited.
func (c *Client) send(req *http.Request, cancel context.CancelFunc, limit time.Duration) (*http.Response, error) {
	var expired atomic.Bool
	if limit > 0 {
		t := time.AfterFunc(limit, func() { expired.Store(true); cancel() })
		defer t.Stop()
	}
	r, err := c.transport.RoundTrip(req)
	if err != nil {
		cancel()
		if expired.Load() {
			err = context.DeadlineExceeded
		}
	}
	return r, err
}

func limitOf(th *Thread, v Value) (time.Duration, error) {
	if v.IsNone() {
		return 0, nil
	}
	d, err := object.AsDuration(th, v)
	if err == nil && d <= 0 {
		err = object.ValueErrorf("Attempted to set connect timeout to %v, but the timeout cannot be set to a value less than or equal to 0.", d.Seconds())
	}
	return d, err
}

func newResponse(r *http.Response, cancel context.CancelFunc) Value {
	x := &Response{r: r, cancel: cancel}
	x.Shape = ResponseType.ExactShape()
	return object.Of(&x.Header)
}

// clientRequest is request(method, url, headers, body, timeout): it waits for the answer.
func clientRequest(th *Thread, a []Value) (Value, error) {
	c := object.Unchecked[Client](a[0])
	limit, err := limitOf(th, a[5])
	if err != nil {
		return Value{}, err
	}
	req, cancel, err := makeRequest(th, a[1:])
	if err != nil {
		return Value{}, err
	}
	var r *http.Response
	var rerr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		r, rerr = c.send(req, cancel, limit)
	}()
	if _, err := th.Wait(done, -1); err != nil {
		cancel()
		return Value{}, err
	}
	if rerr != nil {
		return Value{}, failure(rerr)
	}
	return newResponse(r, cancel), nil
}

// clientStart is start(callback, method, url, headers, body): callback(response, error) is called by another thread.
func clientStart(th *Thread, a []Value) (Value, error) {
	c := object.Unchecked[Client](a[0])
	req, cancel, err := makeRequest(th, a[2:])
	if err != nil {
		return Value{}, err
	}
	return background(th, a[1], cancel, func() (func() Value, error) {
		r, err := c.send(req, cancel, 0)
		return func() Value { return newResponse(r, cancel) }, err
	}), nil
}

// background runs f in a goroutine and then the callback with what it gives.
func background(th *Thread, callback Value, cancel context.CancelFunc, f func() (func() Value, error)) Value {
	pool := object.StateOf(th, &poolKey, func() *threadPool { return &threadPool{} })
	var t *Thread
	if n := len(pool.free); n > 0 {
		t, pool.free = pool.free[n-1], pool.free[:n-1]
	} else {
		t = th.Interp.Host.NewThread(th)
	}
	th.Interp.Outside++
	go func() {
		result, err := f()
		t.Acquire()
		defer t.Release()
		t.Interp.Outside--
		v, e := none, none
		if err != nil {
			e = object.AsExc(failure(err)).Value()
		} else {
			v = result()
		}
		if _, err := object.Call2(t, callback, v, e); err != nil {
			t.Unraisable(err, "Exception ignored in", callback)
		}
		pool.free = append(pool.free, t)
	}()
	j := &Job{cancel: cancel}
	j.Shape = JobType.ExactShape()
	return object.Of(&j.Header)
}

// threadPool keeps the Threads of finished calls.
type threadPool struct{ free []*Thread }

// poolKey identifies the pool; its address is all that counts.
var poolKey byte

// read gives up to n bytes of the body, all of it if n is negative; none at the end.
func (x *Response) read(n int, limit time.Duration) ([]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var expired atomic.Bool
	if limit > 0 {
		t := time.AfterFunc(limit, func() { expired.Store(true); x.cancel() })
		defer t.Stop()
	}
	var b []byte
	var err error
	if n < 0 {
		b, err = io.ReadAll(x.r.Body)
	} else {
		b = make([]byte, min(n, 1<<16))
		k := 0
		for k == 0 && err == nil && n > 0 {
			k, err = x.r.Body.Read(b)
		}
		b = b[:k]
		if err == io.EOF || k > 0 {
			err = nil
		}
	}
	if err != nil && expired.Load() {
		err = context.DeadlineExceeded
	}
	return b, err
}

func responseRead(th *Thread, self, size, timeout Value) (Value, error) {
	x := object.Unchecked[Response](self)
	n, err := object.AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	limit, err := limitOf(th, timeout)
	if err != nil {
		return Value{}, err
	}
	var b []byte
	var rerr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		b, rerr = x.read(n, limit)
	}()
	if _, err := th.Wait(done, -1); err != nil {
		x.cancel()
		return Value{}, err
	}
	if rerr != nil {
		return Value{}, failure(rerr)
	}
	return object.BytesValue(b), nil
}

func responseStartRead(th *Thread, self, callback, size Value) (Value, error) {
	x := object.Unchecked[Response](self)
	n, err := object.AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	return background(th, callback, x.cancel, func() (func() Value, error) {
		b, err := x.read(n, 0)
		return func() Value { return object.BytesValue(b) }, err
	}), nil
}

func responseClose(th *Thread, self Value) (Value, error) {
	x := object.Unchecked[Response](self)
	x.cancel()
	go x.r.Body.Close()
	return none, nil
}

func attr(name, doc string, f func(r *http.Response) Value) object.GetSet {
	return object.GetSet{Name: name, Doc: doc, Get: func(th *Thread, self Value) (Value, error) {
		return f(object.Unchecked[Response](self).r), nil
	}}
}

func init() {
	for _, t := range []*object.Type{ClientType, ResponseType, JobType, ErrorType} {
		t.Module = "_http_client"
	}
	ClientType.Constructor = &Func{Sig: "Client(verify=True, trust=None, proxies=False, limit=0)", Fn: object.FN(newClient)}
	ClientType.Methods = []Func{
		{Sig: "request(method, url, headers, body, timeout, /)", Doc: "Send a request and wait for the headers of the answer.", Fn: object.FN(clientRequest)},
		{Sig: "start(callback, method, url, headers, body, /)", Doc: "Send a request in the background; callback(response, error) is called in another thread.", Fn: object.FN(clientStart)},
		{Sig: "close()", Doc: "Close connections that are not in use.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			object.Unchecked[Client](self).transport.CloseIdleConnections()
			return none, nil
		})},
	}
	ResponseType.Flags |= object.FlagNoNew
	ResponseType.Methods = []Func{
		{Sig: "read(size=-1, timeout=None, /)", Doc: "Read up to size bytes of the body, all if negative.", Fn: object.F3(responseRead)},
		{Sig: "start_read(callback, size, /)", Doc: "read() in the background; callback(data, error) is called in another thread.", Fn: object.F3(responseStartRead)},
		{Sig: "close()", Doc: "Give the connection up, or back if the body has been read.", Fn: object.F1(responseClose)},
	}
	ResponseType.GetSets = []object.GetSet{
		attr("status", "The status code.", func(r *http.Response) Value { return object.Int(int64(r.StatusCode)) }),
		attr("reason", "The text after the status code.", func(r *http.Response) Value {
			if len(r.Status) > 4 {
				return object.StrValue(r.Status[4:])
			}
			return object.StrValue("")
		}),
		attr("version", "The protocol's version as two digits.", func(r *http.Response) Value { return object.Int(int64(r.ProtoMajor*10 + r.ProtoMinor)) }),
		attr("headers", "The headers as pairs.", func(r *http.Response) Value {
			l := object.NewList()
			for k, vs := range r.Header {
				for _, v := range vs {
					l.Append(object.NewPair(object.StrValue(k), object.StrValue(v)))
				}
			}
			return l.Value()
		}),
		attr("length", "The body's length, -1 if unknown.", func(r *http.Response) Value { return object.Int(r.ContentLength) }),
	}
	JobType.Flags |= object.FlagNoNew
	JobType.Methods = []Func{{Sig: "cancel()", Doc: "Give the call up; the callback is still called, with an error.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		object.Unchecked[Job](self).cancel()
		return none, nil
	})}}
}
