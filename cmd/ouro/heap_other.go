//go:build !linux

package main

func useHugePages([]byte) {}
