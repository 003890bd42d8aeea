funnelcloud run --help
