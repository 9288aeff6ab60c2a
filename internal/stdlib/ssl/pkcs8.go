package ssl

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/pbkdf2"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"hash"
)

// Private keys in PEM files: plain, or encrypted with a password as PKCS #8 (RFC 8018, PBES2) or as OpenSSL did formerly.

var errBadKey = errors.New("no usable private key")

// parseKey gives the private key of a PEM block; password is asked for only if it is encrypted.
func parseKey(block *pem.Block, password func() ([]byte, error)) (any, error) {
	der := block.Bytes
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY":
		pw, err := password()
		if err != nil {
			return nil, err
		}
		if der, err = decryptPKCS8(der, pw); err != nil {
			return nil, err
		}
	//lint:ignore SA1019 keys encrypted in the old way exist
	case x509.IsEncryptedPEMBlock(block):
		pw, err := password()
		if err != nil {
			return nil, err
		}
		//lint:ignore SA1019 keys encrypted in the old way exist
		if der, err = x509.DecryptPEMBlock(block, pw); err != nil {
			return nil, errBadKey
		}
	}
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		switch key.(type) {
		case *rsa.PrivateKey, *ecdsa.PrivateKey, ed25519.PrivateKey:
			return key, nil
		}
		return nil, errBadKey
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errBadKey
}

type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2 struct{ KDF, Cipher pkix.AlgorithmIdentifier }

type pbkdf2Params struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// maxIterations bounds the work that a key file can ask for.
const maxIterations = 10_000_000

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

func decryptPKCS8(der, password []byte) ([]byte, error) {
	var k encryptedKey
	var p pbes2
	var d pbkdf2Params
	if _, err := asn1.Unmarshal(der, &k); err != nil || !k.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errBadKey
	}
	if _, err := asn1.Unmarshal(k.Algorithm.Parameters.FullBytes, &p); err != nil || !p.KDF.Algorithm.Equal(oidPBKDF2) {
		return nil, errBadKey
	}
	if _, err := asn1.Unmarshal(p.KDF.Parameters.FullBytes, &d); err != nil || d.Iterations < 1 || d.Iterations > maxIterations {
		return nil, errBadKey
	}
	var iv []byte
	if _, err := asn1.Unmarshal(p.Cipher.Parameters.FullBytes, &iv); err != nil {
		return nil, errBadKey
	}
	size, newCipher := 0, aes.NewCipher
	switch p.Cipher.Algorithm.String() {
	case "2.16.840.1.101.3.4.1.2":
		size = 16
	case "2.16.840.1.101.3.4.1.22":
		size = 24
	case "2.16.840.1.101.3.4.1.42":
		size = 32
	case "1.2.840.113549.3.7":
		size, newCipher = 24, des.NewTripleDESCipher
	default:
		return nil, errBadKey
	}
	key, err := derive(d, password, size)
	if err != nil {
		return nil, errBadKey
	}
	c, err := newCipher(key)
	if err != nil || len(iv) != c.BlockSize() || len(k.Data) == 0 || len(k.Data)%c.BlockSize() != 0 {
		return nil, errBadKey
	}
	out := make([]byte, len(k.Data))
	cipher.NewCBCDecrypter(c, iv).CryptBlocks(out, k.Data)
	pad := int(out[len(out)-1])
	if pad < 1 || pad > c.BlockSize() {
		return nil, errBadKey
	}
	for _, b := range out[len(out)-pad:] {
		if int(b) != pad {
			return nil, errBadKey
		}
	}
	return out[:len(out)-pad], nil
}

func derive(d pbkdf2Params, password []byte, size int) ([]byte, error) {
	var h func() hash.Hash
	switch d.PRF.Algorithm.String() {
	case "", "1.2.840.113549.2.7":
		h = sha1.New
	case "1.2.840.113549.2.9":
		h = sha256.New
	case "1.2.840.113549.2.10":
		h = sha512.New384
	case "1.2.840.113549.2.11":
		h = sha512.New
	default:
		return nil, errBadKey
	}
	return pbkdf2.Key(h, string(password), d.Salt, d.Iterations, size)
}
