funnelcloud --version
